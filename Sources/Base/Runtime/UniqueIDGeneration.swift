public import Telemetry

extension UniqueID {
    /// A random id (RFC 9562, version 4).
    public static func random(using random: inout some RandomNumberGenerator) -> UniqueID {
        let high: UInt64 = random.next()
        let low: UInt64 = random.next()
        return UniqueID(high: high & ~0xF000 | 0x4000, low: low & ~(3 << 62) | 2 << 62)
    }

    /// An id that sorts by time (RFC 9562, version 7), so that a database appends where it would scatter.
    public static func timeOrdered(at now: Timestamp, using random: inout some RandomNumberGenerator) -> UniqueID {
        let milliseconds = UInt64(max(0, now.microseconds / 1_000)) & 0xFFFF_FFFF_FFFF
        let tail: UInt64 = random.next()
        let low: UInt64 = random.next()
        return UniqueID(high: milliseconds << 16 | 0x7000 | tail & 0x0FFF, low: low & ~(3 << 62) | 2 << 62)
    }
}

extension Identifier {
    /// A new id that sorts by time.
    public static func timeOrdered(at now: Timestamp, using random: inout some RandomNumberGenerator) -> Self {
        Identifier(UniqueID.timeOrdered(at: now, using: &random))
    }

    /// A new random id.
    public static func random(using random: inout some RandomNumberGenerator) -> Self {
        Identifier(UniqueID.random(using: &random))
    }
}
