//! The desk gathers from sources of every kind of manners: what it asks, how often, what it keeps, and what it says.

mod dropped;
mod faults;
mod identity;
mod manners;
mod room;
