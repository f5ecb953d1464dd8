"""Where a case that was handed over within the installation waits to be received."""

from models.organisations import OrganisationState, state_on
from web.pages.request import me, reading, today
from workflows.engine.dossier import Dossier
from workflows.engine.waiting import to_receive


def receiver(dossier: Dossier) -> OrganisationState | None:
    """The organisation of this installation where the case waits; None where it waits nowhere."""
    waits = to_receive(dossier)
    to = waits[1].form.known("organisation") if waits else None
    return state_on(reading(), to, today()) if to else None


def handed_to_us(dossier: Dossier) -> bool:
    """Whether it waits with an organisation in sight."""
    state = receiver(dossier)
    return state is not None and me().sees(state.path)
