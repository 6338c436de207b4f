heed_inputs(seal LIBRARIES heed_seal INPUTS envelope)
