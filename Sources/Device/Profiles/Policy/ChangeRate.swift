/// How fast a reading changes, for conditions such as "rising faster than 5 / min".
public struct ChangeRate: Sendable, Equatable {
    /// Which way.
    public enum Direction: String, Sendable, CaseIterable {
        case rising
        case falling
    }

    /// Falling looks at the amount by which the reading goes down.
    public var direction: Direction
    /// In the metric's unit for each `perSeconds`; above 0.
    public var amount: Double
    /// The length that the amount is for: 1, 60, 3 600 or 86 400.
    public var perSeconds: Double
    /// The window of readings that a straight line is laid through.
    public var overSeconds: Double

    /// A rate by its parts, over the last minute unless said otherwise.
    public init(direction: Direction, amount: Double, perSeconds: Double, overSeconds: Double = 60) {
        self.direction = direction
        self.amount = amount
        self.perSeconds = perSeconds
        self.overSeconds = overSeconds
    }

    /// Reads `5 / min`: a number above 0, and s, min, h or d.
    static func parse(_ text: String) -> (amount: Double, perSeconds: Double)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard parts.count == 2, let amount = Double(parts[0]), amount.isFinite, amount > 0, amount <= 1e12,
            let unit = units.first(where: { $0.name == parts[1] })
        else { return nil }
        return (amount, unit.seconds)
    }

    private static let units: [(name: String, seconds: Double)] = [
        ("s", 1), ("min", 60), ("h", 3_600), ("d", 86_400),
    ]

    /// As it is written: `5 / min`.
    func text(_ perSecond: Double, unit: String) -> String {
        let name = Self.units.first { $0.seconds == perSeconds }?.name ?? "s"
        return "\(NumberText.of(perSecond * perSeconds, unit: unit)) / \(name)"
    }
}
