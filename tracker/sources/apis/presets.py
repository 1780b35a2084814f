"""APIs that are known here: what a source of kind `api` need not say itself. Data only.

What a source says itself counts before its preset; of params, headers and fields key by key.
"""

from collections.abc import Mapping
from typing import Any, Literal

Preset = Literal[
    "federal-register",
    "federal-register-public-inspection",
    "regulations-gov",
    "congress-gov",
    "gdelt",
    "hacker-news",
]

# https://www.federalregister.gov/developers/documentation/api/v1
# `order` and `per_page` are its own; whoever wants one agency adds conditions[agencies][].
# Nothing is added to the address beside that: it would come back in next_page_url.
FEDERAL_REGISTER = {
    "url": "https://www.federalregister.gov/api/v1/documents.json",
    "params": {
        "order": "newest",
        "per_page": "50",
        "fields[]": [
            "document_number", "title", "type", "action", "abstract", "excerpts",
            "publication_date", "html_url", "raw_text_url", "agencies", "topics", "docket_ids",
        ],
    },
    "items": "results",
    "next": "next_page_url",
    "fields": {
        "id": "document_number",
        "title": "title",
        "url": "html_url",
        "text_url": "raw_text_url",
        "published": "publication_date",
        "summary": ["abstract", "excerpts", "action"],
        "topics": ["topics", "docket_ids"],
        "type": "type",
        "publisher": ["agencies.*.name", "agencies.*.raw_name"],
    },
}  # fmt: skip

# What will be published tomorrow or later: the list changes at 8:45 and at the other slots. Its
# cache may be hours old whatever it says of itself, unless the address is a new one.
PUBLIC_INSPECTION = {
    "url": "https://www.federalregister.gov/api/v1/public-inspection-documents/current.json",
    "cache_buster": "_",
    "slots": ["08:45", "11:15", "14:00", "16:15", "18:00"],
    "timezone": "America/New_York",
    "items": "results",
    "fields": {
        "id": "document_number",
        "title": ["title", "toc_doc", "toc_subject"],
        "url": ["html_url", "pdf_url"],
        "text_url": "raw_text_url",
        "published": "filed_at",
        "summary": "editorial_note",  # says that a document was withdrawn
        "topics": "docket_numbers",
        "type": "type",
        "publisher": ["agencies.*.name", "agencies.*.raw_name"],
    },
}

# https://open.gsa.gov/api/regulationsgov/ It gives no address of a next page.
REGULATIONS_GOV = {
    "url": "https://api.regulations.gov/v4/documents",
    "headers": {"X-Api-Key": "env:REGULATIONS_GOV_API_KEY"},
    "params": {"sort": "-postedDate", "page[size]": "100"},
    "items": "data",
    "fields": {
        "id": "id",
        "title": "attributes.title",
        "url": "https://www.regulations.gov/document/{id}",
        "published": "attributes.postedDate",
        "updated": "attributes.lastModifiedDate",
        "summary": [  # so that a longer time for comments is a revision
            "{attributes.documentType} in docket {attributes.docketId}, "
            "comments until {attributes.commentEndDate}",
            "{attributes.documentType} in docket {attributes.docketId}",
        ],
        "topics": "attributes.docketId",
        "type": "attributes.documentType",
        "publisher": "attributes.agencyId",
    },
}

# https://github.com/LibraryOfCongress/api.congress.gov/blob/main/Documentation/BillEndpoint.md
# updateDate is no date of the law: a bill is dated by its latest action.
CONGRESS_GOV = {
    "url": "https://api.congress.gov/v3/bill",
    "params": {
        "format": "json",
        "sort": "updateDate desc",
        "limit": "250",
        "api_key": "env:CONGRESS_GOV_API_KEY",
    },
    "items": "bills",
    "next": "pagination.next",
    "fields": {
        "id": "{congress}-{type}-{number}",
        "title": "title",
        "url": "https://www.congress.gov/bill/{congress}-congress/{type}/{number}",
        "published": "latestAction.actionDate",
        "updated": ["updateDateIncludingText", "updateDate"],
        "summary": [  # so that a new action is a revision
            "{latestAction.actionDate}: {latestAction.text}",
            "latestAction.text",
        ],
    },
    "spelling": {
        "type": {
            "HR": "house-bill",
            "S": "senate-bill",
            "HJRES": "house-joint-resolution",
            "SJRES": "senate-joint-resolution",
            "HCONRES": "house-concurrent-resolution",
            "SCONRES": "senate-concurrent-resolution",
            "HRES": "house-resolution",
            "SRES": "senate-resolution",
        },
        "congress": {
            "118": "118th", "119": "119th", "120": "120th", "121": "121st", "122": "122nd",
            "123": "123rd", "124": "124th",
        },
    },
}  # fmt: skip

# https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/ One question in five seconds.
GDELT = {
    "url": "https://api.gdeltproject.org/api/v2/doc/doc",
    "params": {
        "mode": "artlist",
        "format": "json",
        "sort": "datedesc",
        "maxrecords": "75",
        "timespan": "1d",
    },
    "gap": "6s",
    "items": "articles",
    "fields": {"title": "title", "url": "url", "published": "seendate", "publisher": "domain"},
}

# https://hn.algolia.com/api
HACKER_NEWS = {
    "url": "https://hn.algolia.com/api/v1/search_by_date",
    "params": {"tags": "story", "hitsPerPage": "50"},
    "items": "hits",
    "fields": {
        "id": "objectID",
        "title": ["title", "story_title"],
        "url": ["url", "https://news.ycombinator.com/item?id={objectID}"],
        "published": "created_at",
        "summary": "story_text",
        "authors": "author",
    },
}

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "federal-register": FEDERAL_REGISTER,
    "federal-register-public-inspection": PUBLIC_INSPECTION,
    "regulations-gov": REGULATIONS_GOV,
    "congress-gov": CONGRESS_GOV,
    "gdelt": GDELT,
    "hacker-news": HACKER_NEWS,
}
# Parameters without which an API answers with a complaint: only a source can give them.
NEEDED: Mapping[str, tuple[str, ...]] = {"gdelt": ("query",)}
