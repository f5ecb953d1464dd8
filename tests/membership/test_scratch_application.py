from pytest_bdd import scenarios

scenarios(*(f"membership/{n}.feature" for n in ("apply", "talk", "decide_activist", "file_activist", "assign_contacts", "review_activist", "propose_prospective")))
