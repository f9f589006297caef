"""The adapters that fit ProjectSystem."""

import pytest

from adapters.sandbox.projects import SandboxProjects
from tests.conformance.project_system import ProjectSystemContract, Site


class TestSandboxProjects(ProjectSystemContract):
    @pytest.fixture
    def site(self, tmp_path):
        projects = SandboxProjects(tmp_path / "sandbox.sqlite")
        return Site(
            projects,
            hold=lambda record: projects.hold([record]),
            draft=projects.draft,
            retitle=lambda record, title: projects.edit(record, title=title),
            shown=projects.find,
        )
