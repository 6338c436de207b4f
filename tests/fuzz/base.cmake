heed_inputs(base LIBRARIES heed_base INPUTS json words)
