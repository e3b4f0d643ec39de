"""What is wrong with layers and scenes is told with its place in the author's file."""

from __future__ import annotations

import pytest

from scenes.loading import check_campaign

LAYERS = """\
      - {text: "{{ amount | money }}", at: [center, 20%], style: figure, enter: {count_up: 0.8s}}
      - {chart: bar, data: "{{ years }}", highlight: last, when: years, width: 84%, height: 34%}
"""


def only(folder):
    faults = check_campaign(folder)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


@pytest.mark.parametrize(
    ("written", "place", "part"),
    [
        ("{text: x, enter: rize}", "enter", "Did you mean 'rise'?"),
        ("{text: x, enter: {rize: 1s}}", "enter.rize", "Did you mean 'rise'?"),
        ("{text: x, enter: {rise: 1s, fade: 1s}}", "enter", "exactly one of"),
        (
            "{text: x, enter: {rise: 1s, easing: ease-out-bcak}}",
            "enter.easing",
            "There is no easing 'ease-out-bcak'. Did you mean 'ease-out-back'?",
        ),
        ("{text: x, enter: {slide: 1s, from: rigth}}", "enter.from", "Did you mean 'right'?"),
        ("{text: x, enter: {fade: 1s, from: left}}", "enter.from", "'fade' has no 'from'"),
        ("{text: '1', enter: {count_up: 1s, from: left}}", "enter.from", "begins at a number"),
        ("{text: '1', enter: {count_up: 1s, from: '{{ x }}'}}", "enter.from", "called 'x'"),
        ("{shape: ellipse, color: ink, enter: typewriter}", "enter", "writes a text"),
        ("{icon: car, enter: {fade: 1s, stagger: 1s}}", "enter.stagger", "entrance of a text"),
        ("{text: x, enter: {typewriter: 1s, stagger: 1s}}", "enter.stagger", "cannot be staggered"),
        ("{text: x, exit: typewriter, until: 2s}", "exit", "is an entrance"),
        ("{text: x, emphasis: puls}", "emphasis", "Did you mean 'pulse'?"),
        ("{text: x, emphasis: {pulse: 0.2s, times: 9}}", "emphasis.pulse", "three times a second"),
        ("{text: x, emphasis: {pulse: , with: 7}}", "emphasis.with", "no sentence 7"),
        ("{text: x, start: 1s, until: 1.1s}", "until", "flashes"),
        ("{text: x, exit: fade}", "exit", "An exit needs 'until'"),
        ("{text: x, exit: {fade: 1s}, until: 2s, square: {until: }}", "square.exit", "In square"),
        ("{text: x, start: 1s, until: 2s, enter: {rise: 0.7s, delay: 0.1s}, exit: {fade: 0.3s}}",
         "until", "goes out until 2.1s, later than 'until'"),
        ("{text: x, until: 0.4s, enter: rise}", "until", "Write until: 0.48s or later"),
        ("{text: x, until: 3s, with: 1, square: {until: 1s, enter: {fade: 2s}}}", "square.until",
         "Write until: 2s"),
        ("{text: x, until: 3s, emphasis: {pulse: 0.6s, start: 3.2s}}", "emphasis", "nobody"),
        ("{text: x, until: 3s, exit: {fade: 1s}, emphasis: {pulse: 0.6s, start: 1.5s}}",
         "emphasis", "Write until: 3.1s"),
        ("{text: Grazie, enter: count_up}", "enter", "this text has none"),
        ("{text: Grazie, landscape: {enter: {count_up: 1s}}}", "landscape.enter", "has none"),
        ("{text: x, shrink: 10%}", "shrink", "30%"),
        ("{chart: progress, data: '{{ years }}'}", "", "needs 'maximum'"),
        ("{chart: line, data: '{{ years }}', maximum: 3}", "maximum", "Only 'progress'"),
        ("{chart: lines, data: '{{ years }}'}", "chart", "Did you mean 'line'?"),
        ("{chart: donut, data: [{label: a, value: -1}]}", "data[0].value", "not be negative"),
        ("{chart: rows, data: [{label: a, value: 1}, {label: b, value: -1}]}", "data[1].value",
         "'rows' shows parts of a whole: values must not be negative"),
        ("{chart: progress, maximum: 4, data: [{label: a, value: 3}, {label: b, value: 1.1}]}",
         "maximum", "4.1 together"),
        ("{chart: line, data: [{label: a, value: 3}], landscape: {data: ["
         + "{label: a, value: 3}, " * 13 + "]}}", "landscape.data", "at most 12 values"),
        ("{chart: progress, maximum: 9, data: [" + "{label: a, value: 1}, " * 7 + "]}", "data",
         "at most 6"),
        ("{table: '{{ years }}', columns: [labl]}", "columns[0]", "Did you mean 'label'?"),
        ("{table: '{{ years }}', header: [A, B, C]}", "header", "has 2 columns, here are 3"),
        ("{table: '{{ years[1:] }}'}", "table", "columns: [label, value]"),
        ("{table: [[a, b], [c]]}", "table[1]", "first row has 2 cells, this one 1"),
        (f"{{table: [[{'a, ' * 12}]]}}", "table[0]", "at most 6 columns, here are 12."),
        (f"{{table: [{{cells: [{'a, ' * 7}]}}]}}", "table[0].cells", "at most 6 columns"),
        (f"{{table: [[a, b]], header: [{'a, ' * 7}]}}", "header", "at most 6 columns, here are 7"),
        ("{table: [[]]}", "table[0].cells", "Expected at least one entry."),
        ("{table: []}", "table", "Expected at least one entry."),
        ("{table: [[a, b]], columns: [a]}", "columns", "list field"),
        ("{table: [[a, '{{ amuont }}']]}", "table[0].cells[1]", "Did you mean 'amount'?"),
        ("{table: [[a, b]], align: [left, rigth]}", "align[1]", "Did you mean 'right'?"),
        ("{text: x, landscape: {styl: title}}", "landscape.styl", "Did you mean 'style'?"),
        ("{text: x, landscape: {style: titel}}", "landscape.style", "Did you mean 'title'?"),
        ("{text: x, landscape: {text: y}}", "landscape.text",
         "What makes the layer, 'text', cannot change by format."),
        ("{text: x, landscape: {when: amuont}}", "landscape.when", "Did you mean 'amount'?"),
        ("{text: x, start: 3s, square: {until: 2s}}", "square", "In square: The layer ends"),
        ("{text: x, square: {enter: {draw: 1s}}}", "square.enter", "'draw' grows"),
        ("{text: x, square: {with: 7}}", "square.with", "no sentence 7"),
        ("{picture: '{{ plat }}'}", "picture", "Did you mean 'plate'?"),
    ],
)  # fmt: skip
def test_faults_of_layers(folder, rewrite, written, place, part):
    rewrite(LAYERS, f"      - {written}\n")
    fault = only(folder)
    assert fault.place == ".".join(filter(None, ["scenes.amount.layers[0]", place]))
    assert part in str(fault)
    assert fault.line is not None


@pytest.mark.parametrize(
    "written",
    [
        "{text: x, start: 1s, until: 2.1s, enter: {rise: 0.7s, delay: 0.1s}, exit: {fade: 0.3s}}",
        "{text: x, start: 4s, landscape: {start: 1s, until: 3s, exit: fade}}",
        "{text: x, start: 3s, until: 5s, landscape: {until: 4s}}",
        "{text: x, exit: none}",
        "{text: x, until: 3s, emphasis: {pulse: 0.6s, times: 9, start: 2s}}",
        "{text: x, until: 3s, emphasis: {pulse: 0.6s, with: 1, start: 2s}}",
        "{text: '{{ amount }}', enter: count_up}",
        "{text: Anno 2026, enter: count_up}",
    ],
)
def test_times_and_motions_that_go_together(folder, rewrite, written):
    rewrite(LAYERS, f"      - {written}\n")
    assert [str(fault) for fault in check_campaign(folder)] == []


@pytest.mark.parametrize(
    ("written", "place", "part"),
    [
        ("length: 3s", "length", "'min'"),
        ("opening: crossfade", "opening", "Did you mean 'cross-fade'?"),
        ("opening: {crossfade: 1s}", "opening.crossfade", "Did you mean 'cross-fade'?"),
        ("closing: {cross-fade: 1s, from: left}", "closing.from", "slide has"),
        ("closing: {cross-fade: 1s, color: skyy}", "closing.color", "Did you mean 'sky'?"),
        ("landscape: {base: {color: skyy}}", "landscape.base.color", "Did you mean 'sky'?"),
        ("landscape: {layers: []}", "landscape.layers", "'layers' cannot change by"),
        ("landscape: {length: 1s}", "landscape.length", "In landscape: The scene is shorter"),
        ("landscape: {description: '{{ amuont }}'}", "landscape.description", "'amount'?"),
        ("square: {base: {function: 'bases.py'}}", "square.base.function", "bases.py:dawn"),
        ("square: {base: {function: 'base.py:x'}}", "square.base.function", "'bases.py'?"),
        ("square: {base: {function: 'bases.py:down'}}", "square.base.function", "'dawn'?"),
        ("square: {base: {function: '../bases.py:a'}}", "square.base.function", "has no file"),
        ("square: {base: {function: 'odd.py:a'}}", "square.base.function", "not Python in line 2"),
    ],
)  # fmt: skip
def test_faults_of_scenes(folder, rewrite, written, place, part):
    (folder / "bases.py").write_text("def dawn(): ...\n", encoding="utf-8")
    (folder / "odd.py").write_text("\ndef dawn(:\n", encoding="utf-8")
    rewrite("title: Quanto e quando\n", f"title: Quanto e quando\n    {written}\n")
    fault = only(folder)
    assert fault.place == f"scenes.amount.{place}"
    assert part in str(fault)
    assert fault.line is not None


@pytest.mark.parametrize(
    ("written", "place", "part"),
    [
        ("{label: x, text: y, start: 3s, until: 2s}", "[0].until", "ends before it starts"),
        ("{label: x, text: y, with: 7}", "[0].with", "no sentence 7"),
        ("{label: x, text: y, when: amuont > 1}", "[0].when", "Did you mean 'amount'?"),
        ("{label: x, text: '{{ amuont }}'}", "[0].text", "Did you mean 'amount'?"),
        ("{label: x, txet: y}", "[0].txet", "Did you mean 'text'?"),
        ("{label: x}", "[0]", "text: WORDS"),
        ("{label: x, text: y, pay: true}", "[0]", "or leads to the payment"),
        ("{label: x, pay: false}", "[0]", "or to a form"),
        ("{label: x, title: y, pay: true}", "[0].title", "has no title"),
        ("{label: x, form: call_me_bakc}", "[0].form", "no form 'call_me_bakc'"),
        ("{label: x, text: y}, " * 5, "", "at most 4"),
    ],
)  # fmt: skip
def test_faults_of_popups(folder, rewrite, written, place, part):
    rewrite("title: Quanto e quando\n", f"title: Quanto e quando\n    popups: [{written}]\n")
    faults = check_campaign(folder)
    found = next((f for f in faults if f.place == f"scenes.amount.popups{place}"), None)
    assert found is not None, [str(fault) for fault in faults]
    assert part in str(found)
    assert found.line is not None
