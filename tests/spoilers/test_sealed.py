import copy
import json
import pickle

import pytest

from tests.factories import make_page
from wiki.pages.models import Name, Revision
from wiki.spoilers.models import Release
from wiki.spoilers.sealed import Sealed, SealedText, unseal

USES = {
    "str": str,
    "format": lambda sealed: f"{sealed}",
    "percent": lambda sealed: "%s" % sealed,
    "iteration": list,
    "length": len,
    "truth": bool,
    "equality": lambda sealed: sealed == "x",
    "order": lambda sealed: sealed < "x",
    "hash": hash,
    "membership": lambda sealed: "x" in sealed,
    "index": lambda sealed: sealed[0],
    "addition": lambda sealed: sealed + "x",
    "join": lambda sealed: "".join(["x", sealed]),
    "bytes": bytes,
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "json": json.dumps,
}


@pytest.mark.parametrize("use", USES)
def test_sealed_content_cannot_be_used(use):
    with pytest.raises(TypeError):
        USES[use](Sealed("a secret"))


def test_the_refusal_says_what_to_do():
    with pytest.raises(SealedText, match="read it through a lens"):
        str(Sealed("a secret"))


def test_its_representation_holds_nothing():
    assert repr(Sealed("a secret")) == "<sealed>"


def test_what_comes_out_of_the_database_is_sealed(calendar):
    page = make_page(tags=[("Places", "")])
    revision, name = Revision.objects.get(), Name.objects.get()
    columns = [revision.names, revision.tags, revision.sheet, revision.body, revision.summary, name.text]
    columns += [page.taggings.get().text, Release.objects.first().title, page.taggings.get().tag.name]
    assert [type(column) for column in columns] == [Sealed] * len(columns)
    assert unseal(revision.body) == "A detective agency.\n"
    assert Name.objects.values_list("text", flat=True).get().__class__ is Sealed


def test_what_is_assigned_is_sealed_before_it_is_saved():
    assert type(Release(title="a secret").title) is Sealed


def test_a_template_cannot_print_it(calendar):
    from django.template import Context, Template

    make_page()
    with pytest.raises(SealedText):
        Template("{{ name.text }}").render(Context({"name": Name.objects.get()}))


def test_a_deferred_column_is_sealed_too(calendar):
    make_page()
    assert type(Revision.objects.defer("body").get().body) is Sealed
