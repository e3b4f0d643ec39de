// The words that forms say by script. They stand in the script itself, not in each page:
// microsite/bundle.py puts those of a language and of the issuer here.

export const FORM_WORDS = {};
