//! Which addresses are whose.
//!
//! A pure table over [`IpAddr`]. The ways an address can be spelled (decimal, hex, octal, `127.1`) are not its
//! business: the `url` crate has turned them all into one by the time an address comes here. The ways one address
//! can hide in another are: mapped, translated and tunnelled IPv4 is judged by what is inside.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// Whose an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// Anybody on the internet may be asked there.
    Public,
    /// It belongs to this machine or its network: for those who were told that they may. In words, after "is".
    Own(&'static str),
    /// Never asked, whoever says so.
    Never(&'static str),
}

use Ground::{Never, Own, Public};

const THIS_MACHINE: Ground = Own("an address of this machine");
const PRIVATE: Ground = Own("an address of a private network");
const LINK: Ground = Own("an address of the local link");
const DOCUMENTATION: Ground = Never("an address for examples in documents");
const METADATA: Ground = Never("where a cloud tells its machines their secrets");
const MULTICAST: Ground = Never("a multicast address");
const RESERVED: Ground = Never("a reserved address");

/// Metadata services of clouds: they answer anyone on the machine, without a key, with the machine's own keys.
/// One of them (Azure's) is a public address by its number.
const METADATA_4: &[Ipv4Addr] = &[
    Ipv4Addr::new(169, 254, 169, 254),
    Ipv4Addr::new(169, 254, 169, 253),
    Ipv4Addr::new(169, 254, 170, 2),
    Ipv4Addr::new(169, 254, 170, 23),
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(192, 0, 0, 192),
    Ipv4Addr::new(168, 63, 129, 16),
];

const METADATA_6: &[Ipv6Addr] = &[
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x253),
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23),
    Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd00, 0x42, 0, 0, 0, 0, 0, 0x42),
    Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0xa9fe, 0xa9fe),
];

const fn four(a: u8, b: u8, c: u8, bits: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, 0), bits)
}

const fn six(a: u16, b: u16, c: u16, bits: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), bits)
}

/// IANA's list of special addresses; what is on no row is public.
const ROWS_4: &[(Ipv4Net, Ground)] = &[
    (four(0, 0, 0, 8), Never("no address of any host")),
    (four(10, 0, 0, 8), PRIVATE),
    (four(100, 64, 0, 10), Own("an address inside a provider's network")),
    (four(127, 0, 0, 8), THIS_MACHINE),
    (four(169, 254, 0, 16), LINK),
    (four(172, 16, 0, 12), PRIVATE),
    (four(192, 0, 0, 24), RESERVED),
    (four(192, 0, 2, 24), DOCUMENTATION),
    (four(192, 88, 99, 24), RESERVED),
    (four(192, 168, 0, 16), PRIVATE),
    // Some proxies answer every name with an address out of here; whoever runs one can allow it.
    (four(198, 18, 0, 15), Own("an address for measuring networks")),
    (four(198, 51, 100, 24), DOCUMENTATION),
    (four(203, 0, 113, 24), DOCUMENTATION),
    (four(224, 0, 0, 4), MULTICAST),
    (four(240, 0, 0, 4), RESERVED),
];

/// The first row that fits holds; what is on none is reserved, except `2000::/3`, which is public.
const ROWS_6: &[(Ipv6Net, Ground)] = &[
    (six(0x2001, 0, 0, 23), Never("a tunnel's or a protocol's address")), // Teredo among them
    (six(0x2001, 0xdb8, 0, 32), DOCUMENTATION),
    (six(0x3fff, 0, 0, 20), DOCUMENTATION),
    (six(0x2000, 0, 0, 3), Public),
    (six(0xfc00, 0, 0, 7), PRIVATE),
    (six(0xfe80, 0, 0, 10), LINK),
    (six(0xfec0, 0, 0, 10), PRIVATE),
    (six(0xff00, 0, 0, 8), MULTICAST),
];

/// True for an address that anybody on the internet can have: not private, not this machine's, not reserved, and
/// none of these in disguise.
pub fn public(ip: IpAddr) -> bool {
    ground(ip) == Public
}

/// True for an address of this machine.
pub(super) fn loopback(ip: IpAddr) -> bool {
    ground(ip) == THIS_MACHINE
}

/// Whose it is.
pub(super) fn ground(ip: IpAddr) -> Ground {
    match ip {
        IpAddr::V4(ip) => ground_4(ip),
        IpAddr::V6(ip) => ground_6(ip),
    }
}

fn ground_4(ip: Ipv4Addr) -> Ground {
    if METADATA_4.contains(&ip) {
        return METADATA;
    }
    ROWS_4.iter().find(|(net, _)| net.contains(&ip)).map_or(Public, |(_, ground)| *ground)
}

fn ground_6(ip: Ipv6Addr) -> Ground {
    if METADATA_6.contains(&ip) {
        return METADATA;
    }
    if ip == Ipv6Addr::LOCALHOST {
        return THIS_MACHINE;
    }
    if let Some(inner) = ip.to_ipv4_mapped() {
        return ground_4(inner); // the system dials the address inside
    }
    if let Some(inner) = carried(ip) {
        return if ground_4(inner) == Public { Public } else { Never("another address in disguise") };
    }
    ROWS_6.iter().find(|(net, _)| net.contains(&ip)).map_or(RESERVED, |(_, ground)| *ground)
}

/// The IPv4 address that a gateway will send this on to: NAT64 (`64:ff9b::/96`, which networks without IPv4 need for
/// everything) and 6to4 (`2002::/16`).
fn carried(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let four = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match ip.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => Some(four(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{Ground, ground, public};

    #[track_caller]
    fn check(addresses: &str, is: impl Fn(Ground) -> bool) {
        for address in addresses.split_whitespace() {
            let ip: IpAddr = address.parse().unwrap();
            assert!(is(ground(ip)), "{address} is {:?}", ground(ip));
            assert_eq!(public(ip), ground(ip) == Ground::Public);
        }
    }

    #[test]
    fn most_are_public() {
        let addresses = "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.215.14 100.63.255.255 100.128.0.0 126.255.255.255
            128.0.0.0 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0
            198.17.255.255 198.20.0.0 223.255.255.255 2606:4700::1111 2a00:1450:4001::200e 2001:200::1 2003::1
            64:ff9b::808:808 2002:808:808::1 ::ffff:8.8.8.8";
        check(addresses, |ground| ground == Ground::Public);
    }

    #[test]
    fn those_of_the_own_network_can_be_allowed() {
        let addresses = "10.0.0.0 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.0.1
            172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 ::1 ::ffff:127.0.0.1
            ::ffff:10.0.0.1 fc00::1 fd12:3456:789a::1 fdff::1 fe80::1 febf::1 fec0::1";
        check(addresses, |ground| matches!(ground, Ground::Own(_)));
    }

    #[test]
    fn others_are_never_asked() {
        let addresses = "0.0.0.0 0.1.2.3 192.0.0.1 192.0.2.1 192.88.99.1 198.51.100.1 203.0.113.1 224.0.0.1
            239.255.255.255 240.0.0.1 255.255.255.255 :: ::127.0.0.1 ::ffff:0:7f00:1 ::ffff:0.0.0.0 64:ff9b::7f00:1
            64:ff9b::a9fe:a9fe 64:ff9b::a00:1 64:ff9b:1::1 100::1 2001::1 2001:0:7f00:1::1 2001:20::1 2001:db8::1
            2002:7f00:1:: 2002:a00:1::1 2002:a9fe:a9fe::1 3fff::1 4000::1 5f00::1 ff02::1 ff0e::1";
        check(addresses, |ground| matches!(ground, Ground::Never(_)));
    }

    #[test]
    fn metadata_services_are_never_asked() {
        let addresses =
            "169.254.169.254 169.254.169.253 169.254.170.2 169.254.170.23 100.100.100.200 192.0.0.192
            168.63.129.16 ::ffff:169.254.169.254 ::ffff:a9fe:a9fe fd00:ec2::254 fd20:ce::254 fe80::a9fe:a9fe";
        check(addresses, |ground| ground == super::METADATA);
    }
}
