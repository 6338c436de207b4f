heed_inputs(census LIBRARIES heed_census INPUTS cin)
