from pytest_bdd import scenarios

scenarios(
    *[
        f"membership/{n}.feature"
        for n in (
            "agree_prospective",
            "post_notice",
            "list_prospective",
            "name_sponsors",
            "review_politically",
            "train",
        )
    ]
)
