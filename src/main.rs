//! Hand the arguments to `cli`, set the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    slugline::cli::run(std::env::args_os()).into()
}
