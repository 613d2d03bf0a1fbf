//! The screen (being written).
