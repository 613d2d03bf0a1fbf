//! The speed of the reader, measured on a generated wire.

mod store;
mod world;

fn main() {
    store::run();
}
