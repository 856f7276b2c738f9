/// How full the agent's store is, by what takes the bytes.
public struct StoreFill: Sendable, Equatable {
    /// The core file: events, documents, the open window.
    public var coreBytes: UInt64
    /// Segments that the hub does not have.
    public var unsentBytes: UInt64
    /// Segments that the hub has.
    public var acknowledgedBytes: UInt64
    /// Segments that the hub keeps apart.
    public var refusedBytes: UInt64
    /// Bytes that all of it may take.
    public var budgetBytes: UInt64
    /// Bytes free on the file system.
    public var freeBytes: UInt64
    /// Bytes that are to stay free there.
    public var freeBytesMin: UInt64

    /// How full it is, by its parts.
    public init(
        coreBytes: UInt64, unsentBytes: UInt64, acknowledgedBytes: UInt64, refusedBytes: UInt64, budgetBytes: UInt64,
        freeBytes: UInt64, freeBytesMin: UInt64
    ) {
        self.coreBytes = coreBytes
        self.unsentBytes = unsentBytes
        self.acknowledgedBytes = acknowledgedBytes
        self.refusedBytes = refusedBytes
        self.budgetBytes = budgetBytes
        self.freeBytes = freeBytes
        self.freeBytesMin = freeBytesMin
    }

    /// Bytes of everything.
    public var usedBytes: UInt64 {
        [coreBytes, unsentBytes, acknowledgedBytes, refusedBytes].reduce(0) { sum, bytes in
            let (total, isTooMuch) = sum.addingReportingOverflow(bytes)
            return isTooMuch ? .max : total
        }
    }

    /// Bytes that the store may grow to: its budget, or less where the disk has no more.
    public var capacityBytes: UInt64 {
        let used = usedBytes
        if freeBytes < freeBytesMin {
            let missing = freeBytesMin - freeBytes
            return min(budgetBytes, used > missing ? used - missing : 0)
        }
        let (reachable, isTooMuch) = used.addingReportingOverflow(freeBytes - freeBytesMin)
        return min(budgetBytes, isTooMuch ? .max : reachable)
    }

    /// The part of the capacity that is used; above 1 when it is over.
    public var part: Double {
        let capacity = capacityBytes
        return capacity == 0 ? .infinity : Double(usedBytes) / Double(capacity)
    }
}
