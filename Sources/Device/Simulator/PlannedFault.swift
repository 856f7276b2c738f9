/// A fault that comes by itself: `overheat@pump-2+120s`, or `overheat@pump-2+2m/300s` with its length.
public struct PlannedFault: Sendable, Equatable {
    /// What goes wrong.
    public var fault: SimulatedFault
    /// The machine's name; nothing for all of them.
    public var machine: String?
    /// Seconds since the machine's beginning, in its own time.
    public var afterSeconds: Double
    /// Nothing takes the fault's usual length.
    public var seconds: Double?

    /// A fault of one machine or, without a name, of all.
    public init(_ fault: SimulatedFault, machine: String?, afterSeconds: Double, seconds: Double? = nil) {
        self.fault = fault
        self.machine = machine
        self.afterSeconds = afterSeconds
        self.seconds = seconds
    }

    /// Reads `KIND[@MACHINE][+AFTER][/LENGTH]`, times as `90s`, `2m`, `1h`; nothing when it is none.
    public init?(_ text: String) {
        var rest = text[...]
        seconds = nil
        if let slash = rest.lastIndex(of: "/") {
            guard let length = Self.seconds(rest[rest.index(after: slash)...]) else { return nil }
            seconds = length
            rest = rest[..<slash]
        }
        afterSeconds = 0
        if let plus = rest.lastIndex(of: "+") {
            guard let after = Self.seconds(rest[rest.index(after: plus)...]) else { return nil }
            afterSeconds = after
            rest = rest[..<plus]
        }
        let parts = rest.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let fault = SimulatedFault(rawValue: String(parts[0])) else { return nil }
        self.fault = fault
        machine = parts.count == 2 ? String(parts[1]) : nil
        if machine == "" { return nil }
    }

    /// A length of time as `90s`, `2m`, `1h` or `90`, in seconds.
    public static func seconds(_ text: some StringProtocol) -> Double? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let last = text.last else { return nil }
        let number = units[last] == nil ? Double(String(text)) : Double(String(text.dropLast()))
        guard let number, number.isFinite, number >= 0 else { return nil }
        return number * (units[last] ?? 1)
    }
}
