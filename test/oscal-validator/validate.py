"""Reads an OSCAL document as compliance-trestle does, with its checks of identifiers and references."""

import argparse
import pathlib
import sys

from trestle.core.validator_factory import validator_factory
from trestle.oscal.assessment_results import AssessmentResults

document = AssessmentResults.oscal_read(pathlib.Path(sys.argv[1]))
validator = validator_factory.get(argparse.Namespace(mode="all"))
if document is None or not validator.model_is_valid(document, False, None):
    sys.exit("compliance-trestle refuses the document")
