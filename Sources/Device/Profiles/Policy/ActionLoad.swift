/// The load that a machine has once an action was done, so that its twin can be asked before.
public struct ActionLoad: Sendable, Equatable {
    /// An argument that the load goes with.
    public struct Scale: Sendable, Equatable {
        /// One of the action's arguments.
        public var argument: String
        /// Its value at which the load is the stated power; not 0.
        public var full: Double
        /// 1 for a load that goes with the argument, 3 for pumps and fans.
        public var exponent: Double

        /// A scale by its parts.
        public init(argument: String, full: Double, exponent: Double = 1) {
            self.argument = argument
            self.full = full
            self.exponent = exponent
        }
    }

    /// kW.
    public var power: Double
    /// Nothing when the load is the same whatever the arguments.
    public var scale: Scale?

    /// A load by its parts.
    public init(power: Double, scale: Scale? = nil) {
        self.power = power
        self.scale = scale
    }

    /// kW with these arguments: `power × (argument / full) ^ exponent`; nothing when the argument is missing.
    public func power(with arguments: [String: Double]) -> Double? {
        guard let scale else { return power }
        guard let value = arguments[scale.argument] else { return nil }
        let part = max(0, value / scale.full)
        let load = power * Self.raised(part, to: scale.exponent)
        return load.isFinite ? load : nil
    }

    /// Whole and half exponents from 0.5 to 4, exactly as multiplication and the root give them on every machine.
    private static func raised(_ base: Double, to exponent: Double) -> Double {
        var result = exponent.truncatingRemainder(dividingBy: 1) == 0 ? 1 : base.squareRoot()
        for _ in 0..<Int(exponent) { result *= base }
        return result
    }

    /// The exponents that a profile may state.
    static let exponents: [Double] = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]
}
