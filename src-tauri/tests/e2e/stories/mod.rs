//! What people do with Berth, from the first start to a policy given back.

mod buy;
mod cancel;
mod doubt;
mod first_start;
mod steps;
mod track;
