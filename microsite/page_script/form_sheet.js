// One form of the page: kept while it is being written, checked, sent, and thanked for.

import { fill, make } from "../player/dom.js";
import { localToday, readAnswers } from "./form_answers.js";
import { Draft } from "./form_draft.js";
import { newAttempt, postForm } from "./form_post.js";
import { problemWords } from "./form_words.js";
import { icon } from "./sprite.js";

const KEEP_MS = 400;

// A field may be called `action` or `reset`: the form's own members are then hidden by it. Names of
// fields are in small letters, so members with a capital (querySelector, parentNode) are safe.
const resetForm = (form) => HTMLFormElement.prototype.reset.call(form);
const putBefore = (form, element) => form.parentNode.insertBefore(element, form);

/** An object without any names of its own: a field may be called `constructor`, too. */
const nothing = () => Object.create(null);

/** Whether somebody wrote in a field, or chose, since the page came. */
function isWritten(input) {
  if (input.type === "radio" || input.type === "checkbox") return input.checked !== input.defaultChecked;
  if (input.options) return Array.from(input.options).some((each) => each.selected !== each.defaultSelected);
  return input.value !== input.defaultValue;
}

export class Sheet {
  /** `told`: {words, phone}; `element`: the <form>; `declared`: its fields' declaration. */
  constructor(element, declared, told, story) {
    this.element = element;
    this.declared = declared;
    this.words = told.words;
    this.phone = told.phone.replace(/ /g, "\u00a0");
    this.lang = story.lang;
    this.button = element.querySelector("button[type=submit]");
    this.label = this.button.textContent;
    this.draft = new Draft(story.token, element.getAttribute("data-form"));
    this.attempt = "";
    this.judged = this.restored = false;
    element.noValidate = true;
    element.querySelector("[data-draft]").hidden = false;
    element.addEventListener("submit", (event) => this.send(event));
    element.addEventListener("input", () => this.written());
    element.addEventListener("change", () => this.written());
    window.addEventListener("pagehide", () => this.keep());
    this.restore();
    this.demand();
  }

  part(id) {
    return this.element.querySelector('[data-field="' + id + '"]');
  }

  inputs(id) {
    return Array.from(this.part(id).querySelectorAll("input, select, textarea"));
  }

  values() {
    const data = new FormData(this.element);
    const values = nothing();
    for (const { id } of this.declared.fields) values[id] = String(data.get(id) || "");
    return values;
  }

  // --- kept while it is being written -----------------------------------------------------------

  restore() {
    const kept = this.draft.read();
    // What was written before this script came is newer than what was kept.
    const written = ({ id }) => this.inputs(id).some(isWritten);
    this.touched = this.declared.fields.some(written);
    if (!kept) return;
    this.restored = true;
    for (const field of this.declared.fields) {
      const value = kept.values[field.id];
      if (typeof value === "string" && !written(field)) this.put(field.id, value);
    }
    this.attempt = kept.attempt || "";
    this.attempted = this.attempt && JSON.stringify(this.values());
    this.part(this.declared.fields[0].id).closest("details").open = true;
    const forget = make("button", { type: "button", class: "copy" }, this.words.forget);
    forget.addEventListener("click", () => {
      this.clear();
      this.element.querySelector("input, select, textarea").focus();
    });
    this.notice(make("p", {}, this.words.found), forget);
  }

  put(id, value) {
    for (const input of this.inputs(id)) {
      if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
      else input.value = value;
    }
  }

  clear() {
    resetForm(this.element);
    this.draft.clear();
    this.attempt = "";
    this.attempted = "";
    this.judged = this.restored = false;
    this.demand();
    this.showProblems(nothing());
    this.quiet();
  }

  written() {
    this.touched = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), KEEP_MS);
    this.demand();
    if (this.judged) this.mark(this.problems());
  }

  /** Takes "optional" from fields that an answer makes necessary, and gives it back. */
  demand() {
    const values = this.values();
    for (const { id, requiredFor } of this.declared.fields) {
      if (!requiredFor) continue;
      const needed = values[requiredFor[0]] === requiredFor[1];
      const optional = this.part(id).querySelector(".optional");
      if (optional) optional.hidden = needed;
      for (const input of this.inputs(id)) input.setAttribute("aria-required", String(needed));
    }
  }

  keep() {
    clearTimeout(this.timer);
    // What was not touched here may be another tab's.
    if (!this.done && this.touched) this.draft.keep(this.values(), this.attempt);
  }

  // --- checked ----------------------------------------------------------------------------------

  problems() {
    const answers = readAnswers(this.declared, this.values(), localToday());
    const problems = nothing();
    for (const field of this.declared.fields) {
      const answer = answers[field.id];
      if (answer.problem) {
        problems[field.id] = problemWords(field, answer, this.words, this.lang);
      }
    }
    return problems;
  }

  /** The line of a field that says what is wrong with it, before what is written or chosen. */
  errorOf(part) {
    const there = part.querySelector(".field-error");
    if (there) return there;
    const control = part.querySelector(".ticks, .grades, .with-unit, .box, .tick");
    const id = part.querySelector("input, select, textarea").id + "-error";
    const error = make("p", { class: "field-error", id, hidden: true });
    control.parentNode.insertBefore(error, control);
    return error;
  }

  /** Says at each field what is wrong with it, or nothing. */
  mark(problems) {
    for (const { id } of this.declared.fields) {
      const part = this.part(id);
      const text = problems[id] || "";
      const error = this.errorOf(part);
      if (error.textContent !== text) error.textContent = text;
      error.hidden = !text;
      part.classList.toggle("wrong-field", Boolean(text));
      const hint = part.querySelector(".hint");
      const about = [hint && hint.id, text && error.id].filter(Boolean).join(" ");
      const bearer = part.querySelector("fieldset, input, select, textarea");
      if (text) bearer.setAttribute("aria-invalid", "true");
      else bearer.removeAttribute("aria-invalid");
      if (about) bearer.setAttribute("aria-describedby", about);
      else bearer.removeAttribute("aria-describedby");
    }
  }

  /** Shows all problems above the form, each leading to its field. */
  showProblems(problems) {
    this.mark(problems);
    const names = Object.keys(problems);
    if (!names.length) return;
    this.judged = true;
    const items = this.declared.fields
      .filter(({ id }) => problems[id])
      .map(({ id, label }) => {
        const input = this.part(id).querySelector("input, select, textarea");
        const text = label + (/[?!.:]$/.test(label) ? " " : ": ") + problems[id];
        const link = make("a", { href: "#" + input.id }, text);
        link.addEventListener("click", (event) => {
          event.preventDefault();
          input.focus();
          this.part(id).scrollIntoView({ block: "center" });
        });
        return make("li", {}, link);
      });
    this.trouble(this.words.wrong, make("ul", {}, ...items));
  }

  // --- told -------------------------------------------------------------------------------------

  quiet() {
    if (this.told) this.told.remove();
    this.told = null;
  }

  notice(...parts) {
    this.quiet();
    this.told = make("div", { class: "form-notice" }, ...parts);
    putBefore(this.element, this.told);
  }

  trouble(title, ...parts) {
    const heading = make("h3", { tabindex: "-1" }, title);
    this.notice(heading, ...parts);
    this.told.classList.add("trouble");
    this.told.setAttribute("role", "alert");
    heading.focus({ preventScroll: true });
    this.told.scrollIntoView({ block: "center" });
  }

  busy(sending) {
    this.sending = sending;
    this.button.textContent = sending ? this.words.sending : this.label;
    if (sending) this.button.setAttribute("aria-disabled", "true");
    else this.button.removeAttribute("aria-disabled");
    // What would be written meanwhile would not be sent.
    for (const input of this.element.querySelectorAll("input, textarea")) input.readOnly = sending;
  }

  // --- sent -------------------------------------------------------------------------------------

  async send(event) {
    event.preventDefault();
    if (this.sending) return;
    const problems = this.problems();
    if (Object.keys(problems).length) {
      this.showProblems(problems);
      return;
    }
    const values = this.values();
    const written = JSON.stringify(values);
    // The same words sent again are the same attempt: the server then counts them once.
    if (!this.attempt || written !== this.attempted) this.attempt = newAttempt();
    this.attempted = written;
    this.touched = true;
    this.keep();
    this.quiet();
    this.busy(true);
    // What was written before this page came is sent as quickly as one likes.
    const elapsed = this.restored ? "" : String(Math.round(performance.now()));
    const trap = this.element.querySelector("[name=leave_empty]").value;
    const more = { attempt: this.attempt, elapsed, leave_empty: trap };
    const told = await postForm(this.element.getAttribute("action"), Object.assign({}, values, more));
    this.busy(false);
    if (told.reference) this.sent(told.reference);
    else if (told.errors) this.refused(told.errors);
    else this.trouble(this.words.not_sent, make("p", {}, fill(this.words[told.word], this)));
  }

  refused(errors) {
    const problems = nothing();
    for (const field of this.declared.fields) {
      const found = errors.find((error) => error.field === field.id);
      if (found) problems[field.id] = problemWords(field, found, this.words, this.lang);
    }
    this.showProblems(problems);
  }

  /** Shows the form and what leads to it, or neither. */
  show(shown) {
    const { children } = this.element.parentNode;
    const intro = Array.from(children).filter((each) => each.tagName === "P");
    for (const part of intro.concat(this.element)) {
      if (shown) part.removeAttribute("hidden");
      else part.setAttribute("hidden", "");
    }
  }

  /** A way back for who came here from the film: it waits where it was left. */
  backToFilm() {
    const film = document.querySelector("sollecito-film");
    if (!film || !film.begun) return [];
    const { popup_close: label } = film.story.words;
    const back = make("button", { type: "button", class: "copy" }, label);
    back.addEventListener("click", () => {
      film.stage.focus();
      film.scrollIntoView();
    });
    return [back];
  }

  sent(reference) {
    this.done = true;
    this.clear();
    const thanks = this.element.parentNode.querySelector("template").content.cloneNode(true);
    const box = make("div", { class: "sent", role: "status" }, icon("done"), thanks);
    const [before, after] = this.words.reference.split("{reference}");
    const number = make("strong", { translate: "no" }, reference);
    box.append(make("p", { class: "reference-number" }, before, number, after));
    const another = make("button", { type: "button", class: "copy" }, this.words.another);
    another.addEventListener("click", () => {
      box.remove();
      this.done = false;
      this.show(true);
      this.element.querySelector("input, select, textarea").focus();
    });
    box.append(another, ...this.backToFilm());
    const heading = box.querySelector("h3");
    heading.tabIndex = -1;
    putBefore(this.element, box);
    this.show(false);
    heading.focus({ preventScroll: true });
    box.scrollIntoView({ block: "center" });
  }
}
