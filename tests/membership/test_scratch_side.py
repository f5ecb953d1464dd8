from pytest_bdd import scenarios

scenarios(
    *[
        f"membership/{s}.feature"
        for s in "deliberate hand_over receive postpone_conversion refuse_recognition recognise_posthumously withdraw stop_training close_case".split()
    ]
)
