// Every component, for pages.
#pragma once

#include "web/components/actions.h"
#include "web/components/choices.h"
#include "web/components/date_input.h"
#include "web/components/fields.h"
#include "web/components/frame.h"
#include "web/components/lists.h"
#include "web/components/navigation.h"
#include "web/components/notices.h"
#include "web/components/record.h"
#include "web/components/words.h"
