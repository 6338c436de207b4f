heed_inputs(witness LIBRARIES heed_witness INPUTS request reply)
