/// What an operator decides about a machine's detector.
public struct MachineDetectorOptions: Sendable, Equatable {
    /// One normal reading in a hundred.
    public static let alarmRateUsual = 0.01

    /// The part of normal readings that may alarm, above 0 and at most a half.
    public var alarmRate: Double
    /// So many readings from the first one on are known to be normal; 0 when nothing is known.
    public var training: Int

    /// The usual rate, and nothing known.
    public init(alarmRate: Double = MachineDetectorOptions.alarmRateUsual, training: Int = 0) {
        self.alarmRate = alarmRate
        self.training = training
    }
}
