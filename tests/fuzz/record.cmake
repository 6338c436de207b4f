heed_inputs(record LIBRARIES heed_record INPUTS typed)
