//! Later.
use super::Context;
use crate::read::draft::Draft;
use crate::read::json::Json;
pub(super) fn read(_: Json<'_>, _: &Context<'_>, _: &mut Draft) {}
