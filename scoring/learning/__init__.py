"""Learning a criterion from people's labels: small linear models whose evidence is the sentence that weighed most."""

from scoring.learning.examples import Example
from scoring.learning.fit import fit
from scoring.learning.model import Learned, Prediction
from scoring.learning.report import Report, evaluate
from scoring.learning.store import load_model, save_model

__all__ = ["Example", "Learned", "Prediction", "Report", "evaluate", "fit", "load_model", "save_model"]
