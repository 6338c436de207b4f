heed_inputs(web LIBRARIES heed_web INPUTS head form multipart cookies target)
