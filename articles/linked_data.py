"""What search engines and other sites get told of an article: linked data in the words of schema.org."""

from __future__ import annotations

from typing import Any

from articles.reading import ArticleView

SITE = "Alias"


def linked_data(article: ArticleView, root: str) -> dict[str, Any]:
    """Describe an article as a NewsArticle, or a review as a Review. `root` is the address of the site."""
    url = root + article.canonical
    return {
        "@context": "https://schema.org",
        "@type": "Review" if article.kind == "Review" else "NewsArticle",
        "headline": article.page.title[:110],
        "description": article.standfirst or article.page.description,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": SITE, "url": f"{root}/"},
        **_people(article, root),
        **_dates(article),
        **_about(article, root),
    }


def _people(article: ArticleView, root: str) -> dict[str, Any]:
    people = [{"@type": "Person", "name": one.text, "url": root + one.url} for one in article.authors]
    return {"author": people or [{"@type": "Organization", "name": SITE}]}


def _dates(article: ArticleView) -> dict[str, Any]:
    if article.published_at is None:
        return {}
    changed = article.updated_at or article.published_at
    return {"datePublished": article.published_at.isoformat(), "dateModified": changed.isoformat()}


def _about(article: ArticleView, root: str) -> dict[str, Any]:
    picture = article.page.infobox.picture[0]
    shown = {"image": [root + picture]} if picture else {}
    works = [{"@type": "CreativeWork", "name": work.text, "url": root + work.url} for work in article.works]
    if not works:
        return shown
    return shown | ({"itemReviewed": works[0]} if article.kind == "Review" else {"about": works})
