"""Files in and out: tables that people bring, lists they take away."""

import os

# lxml comes with python-docx. openpyxl would parse with it unasked: it goes on with defusedxml, which refuses
# entity bombs. Child processes that read strange files inherit this.
os.environ["OPENPYXL_LXML"] = "False"
