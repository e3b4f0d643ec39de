"""Picture layers: a file of the campaign, one that data chooses, or a recipient's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foundation.errors import RowError
from foundation.faults import nearest
from scenes.bound import PictureLayer
from scenes.media_files import PICTURES
from scenes.yaml_tree import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenes.bound import AnyLayer
    from scenes.compiled import Compiler, Row
    from scenes.format_keys import Variant
    from scenes.layer_file import PictureFile
    from scenes.yaml_tree import Place


def compile_picture(
    compiler: Compiler, variant: Variant[PictureFile], common: dict[str, Any]
) -> Callable[[Row], AnyLayer | None]:
    """Return what makes a picture layer for a row, None where its field is empty.

    ``"{{ photo }}"``, where ``photo`` is a field of type image, is a recipient's own picture; any
    other expression chooses a file of ``media/``.
    """
    layer = variant.written
    look: dict[str, Any] = {"radius": layer.radius, "fit": layer.fit, "focus": layer.focus}
    place = variant.at("picture")
    if "{{" not in layer.picture and "{%" not in layer.picture:
        made = PictureLayer(**common, **look, source=layer.picture)
        return lambda _row: made
    name = layer.picture.strip("{} ")
    if compiler.known.get(name) == "image":
        value = compiler.value(layer.picture, *place)

        def own(row: Row) -> AnyLayer | None:
            source = value.of(row) if value is not None else None
            return PictureLayer(**common, **look, source=source, uploaded=True) if source else None

        return own
    return _chosen(compiler, layer.picture, place, {**common, **look})


def _chosen(
    compiler: Compiler, source: str, place: Place, keys: dict[str, Any]
) -> Callable[[Row], AnyLayer | None]:
    if compiler.reads_image(source):
        message = "A field of type image stands alone here."
        compiler.fault(place, message, 'Write it as picture: "{{ photo }}".')
    text = compiler.text(source, *place)
    files = frozenset(name for name in compiler.pictures if name.lower().endswith(PICTURES))

    def make(row: Row) -> AnyLayer | None:
        name = text.of(row)
        if not name:
            return None
        if name not in files:
            # The name may hold a person's data, so it is not repeated.
            raise RowError("", f"{written(place)}: the folder media/ has no picture of this name")
        return PictureLayer(**keys, source=name)

    if text.constant and text.constant not in files:
        message = f"The folder media/ has no file '{text.constant}'."
        compiler.fault(place, message, nearest(text.constant, files))
    return make
