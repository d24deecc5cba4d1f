"""The hooks: each has a paragraph, a user among the built-ins and a place in the registry."""

from __future__ import annotations

import inspect

import kinerja
import pluggy
import pytest

from workbench import builtin_checks, builtin_methods, hookspecs, registry

HOOKS = [name for name in vars(hookspecs) if name.startswith("workbench_")]


def test_every_hook_has_a_built_in_user_and_a_paragraph():
    assert len(HOOKS) >= 4
    for hook in HOOKS:
        assert any(hasattr(module, hook) for module in (kinerja, builtin_methods, builtin_checks)), hook
        assert len(getattr(hookspecs, hook).__doc__) > 150, hook


def test_every_hook_is_asked_by_the_registry():
    assert set(registry._HOOKS) == set(HOOKS)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_takes_no_argument_so_that_it_cannot_depend_on_anything(hook):
    assert list(inspect.signature(getattr(hookspecs, hook)).parameters) == []


def test_a_plugin_marks_its_hooks_with_the_name_in_the_top_package():
    import workbench

    class Plugin:
        @workbench.hookimpl
        def workbench_indicators(self):
            return ["offered"]

    manager = pluggy.PluginManager(registry.PROJECT)
    manager.add_hookspecs(hookspecs)
    manager.register(Plugin())
    assert manager.hook.workbench_indicators() == [["offered"]]
