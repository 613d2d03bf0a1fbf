//! The short name of a dispatch: `DSP·7C813E`.

use std::fmt;

use sha2::{Digest, Sha256};

use super::DispatchId;

/// The short name of a dispatch: `DSP·` and six upper-case hex digits.
///
/// Six digits are short enough to say aloud, and long enough that a wire of a few thousand dispatches seldom has
/// the same code twice; where it does, the commands show both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(u32);

impl Code {
    /// The last six hex digits of the id. An id with fewer than six is hashed (SHA-256) for its digits.
    pub fn of(id: &DispatchId) -> Self {
        let digits: Vec<u32> = id.as_str().chars().rev().filter_map(|c| c.to_digit(16)).take(6).collect();
        if digits.len() == 6 {
            return Self(digits.iter().rev().fold(0, |code, digit| code << 4 | digit));
        }
        let hash = Sha256::digest(id.as_str().as_bytes());
        Self(u32::from_be_bytes([0, hash[29], hash[30], hash[31]]))
    }

    /// Reads what a person types: with or without `DSP`, with or without a dot, blank or hyphen, in any case.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim().to_uppercase();
        let digits =
            typed.strip_prefix("DSP").unwrap_or(&typed).trim_start_matches(['·', '.', '-', ' ', ':', '•']);
        let hex = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if hex { u32::from_str_radix(digits, 16).ok().map(Self) } else { None }
    }

    /// The number behind the six digits, for the store's index.
    pub fn as_u32(self) -> u32 {
        self.0
    }

    /// From the number behind the six digits; anything above is cut off.
    pub fn from_u32(number: u32) -> Self {
        Self(number & 0x00ff_ffff)
    }

    /// The six digits alone, as lists show them.
    pub fn digits(self) -> String {
        format!("{:06X}", self.0)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DSP·{:06X}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, DispatchId};

    #[test]
    fn the_last_six_hex_digits_name_a_dispatch() {
        let code = Code::of(&DispatchId::from("019d8850-6f21-7b3a-9d52-a1b0c47c813e"));
        assert_eq!(code.to_string(), "DSP·7C813E");
    }

    #[test]
    fn any_id_has_a_code_and_every_code_reads_back() {
        for id in ["", "x", "42", "r_2611_0c41", "\u{1f980}", "zzzzzz"] {
            let code = Code::of(&DispatchId::from(id));
            assert_eq!(Code::parse(&code.to_string()), Some(code), "{id:?}");
        }
    }

    #[test]
    fn people_type_it_in_many_ways() {
        let code = Code::parse("7c813e");
        assert!(code.is_some());
        for typed in ["DSP·7C813E", "dsp7c813e", "DSP.7C813E", "dsp-7c813e", " DSP 7C813E "] {
            assert_eq!(Code::parse(typed), code, "{typed:?}");
        }
        for typed in ["", "DSP·", "7C813", "7C813EF", "7C813G", "DSP·世界"] {
            assert_eq!(Code::parse(typed), None, "{typed:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_id_at_all_has_a_code_that_reads_back(id in ".*", number: u32) {
            let code = Code::of(&DispatchId::new(id));
            proptest::prop_assert_eq!(Code::parse(&code.to_string()), Some(code));
            proptest::prop_assert_eq!(Code::parse(&code.digits().to_lowercase()), Some(code));
            proptest::prop_assert_eq!(Code::from_u32(Code::from_u32(number).as_u32()), Code::from_u32(number));
        }

        #[test]
        fn no_typing_is_too_strange(typed in ".*") {
            if let Some(code) = Code::parse(&typed) {
                proptest::prop_assert!(typed.to_uppercase().contains(&code.digits()));
            }
        }
    }
}
