heed_inputs(ledger LIBRARIES heed_ledger INPUTS header note proof)
