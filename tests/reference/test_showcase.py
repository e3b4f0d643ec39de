"""Every scene of the example that uses everything looks as the reference draws it."""

import dataclasses

import pytest
from comparison import Compared
from showcase import showcase, showcase_kit
from test_features import EVIDENCE, RESTING

from renderer.scene_renderer import SceneRenderer

# The grain of a photograph is not worth its bits, so boxes that hold one are less alike.
LIMITS = dataclasses.replace(RESTING, layer=0.95)


@pytest.fixture(scope="module")
def water_kit(tmp_path_factory):
    return showcase_kit(tmp_path_factory.mktemp("showcase"))


@pytest.fixture(scope="module")
def renderer(water_kit):
    with SceneRenderer(showcase().look, water_kit) as renderer:
        yield renderer


@pytest.mark.parametrize("name", [scene.id for scene in showcase().scenes])
def test_a_scene_at_rest_agrees_with_the_reference(name, water_kit, renderer):
    story = showcase()
    compared = Compared(story.scene(name), story.look, water_kit, renderer)
    moment = compared.fullest_rest()
    faults = compared.scores(moment).faults(LIMITS)
    folder = EVIDENCE / f"showcase-{name}"
    if faults:
        compared.write(moment, folder)
    compared.close()
    if faults:
        pytest.fail(f"{name} at {moment} ms: {'; '.join(faults)}; see {folder}")
