"""``python -m cli`` is the command ``sollecito``."""

from cli.main import run

if __name__ == "__main__":
    run()
