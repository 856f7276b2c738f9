/// Within what the agent must leave a machine when it acts on it alone.
public struct Envelope: Sendable, Equatable {
    /// Bounds of what the twin predicts; one of them at least.
    public struct Bound: Sendable, Equatable {
        /// Temperature, vibration, health or load.
        public var quantity: TwinQuantity
        /// It must stay above this.
        public var above: Double?
        /// It must stay below this.
        public var below: Double?

        /// A bound by its parts.
        public init(quantity: TwinQuantity, above: Double? = nil, below: Double? = nil) {
            self.quantity = quantity
            self.above = above
            self.below = below
        }

        /// How far a value lies outside; 0 within.
        public func excess(of value: Double) -> Double {
            max(0, above.map { $0 - value } ?? 0, below.map { value - $0 } ?? 0)
        }
    }

    /// What is simulated on a copy of the twin before an action is sent; empty asks the twin nothing.
    public var bounds: [Bound]
    /// By the names of actions' arguments: what is sent lies within.
    public var arguments: [String: ClosedRange<Double>]
    /// How far ahead is simulated.
    public var horizonSeconds: Double

    /// No bounds, ten minutes ahead, unless said otherwise.
    public init(
        bounds: [Bound] = [], arguments: [String: ClosedRange<Double>] = [:], horizonSeconds: Double = 600
    ) {
        self.bounds = bounds
        self.arguments = arguments
        self.horizonSeconds = horizonSeconds
    }

    /// What of the twin a bound may be on.
    public static let quantities: [TwinQuantity] = [.temperature, .vibration, .health, .load]
}
