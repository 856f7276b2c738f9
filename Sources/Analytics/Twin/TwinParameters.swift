/// What a twin knows about its kind of machine; the defaults are those of edge.md, and a profile may set each.
///
/// Heat: `dT/dt = heatGain × losses − decay × (T − ambient)` with `losses = power × (1 − efficiency)`. The
/// coefficients of edge.md are "per step" there and are taken per second of step here, so that the pace of the readings
/// changes nothing: a machine settles `heatGain × losses / decay` above ambient whether it reports each second or each
/// minute. For a machine that is known to settle `rise` °C above ambient at `power` kW, use `heatGain(rise:power:)`.
///
/// Age: the three rates are taken per hour of real time. A bearing at 2 mm/s wears 0.0002 an hour.
public struct TwinParameters: Sendable, Equatable {
    /// °C a second for each kW that is lost as heat.
    public var heatGain: Double = 0.05
    /// The part of the difference to ambient that is lost each second, above 0.
    public var decay: Double = 0.02
    /// °C around the machine.
    public var ambient: Double = 25
    /// The part of the power that becomes work, above 0 and below 1; the rest is heat.
    public var efficiency: Double = 0.92
    /// kW on the plate.
    public var ratedPower: Double = 22
    /// kW up to which the machine only stands by, and its running hours do not count.
    public var standbyPower: Double = 0
    /// mm/s for each kW of load.
    public var vibrationPerLoad: Double = 0.1
    /// °C from which heat adds to vibration.
    public var vibrationOnset: Double = 70
    /// mm/s for each °C over `vibrationOnset`.
    public var vibrationPerDegree: Double = 0.05
    /// mm/s of a bearing that is worn out.
    public var vibrationPerWear: Double = 2
    /// °C from which heat tires the material.
    public var fatigueOnset: Double = 75
    /// Fatigue an hour for each °C over `fatigueOnset`.
    public var fatigueRate: Double = 0.0001
    /// Wear an hour for each mm/s.
    public var wearRate: Double = 0.0001
    /// Electrical stress an hour at rated power; it goes with the square of the power.
    public var stressRate: Double = 0.00001
    /// Hours that the machine is built for.
    public var designLifeHours: Double = 20_000

    /// The parameters of edge.md.
    public init() {}

    /// The temperature at which a constant power settles, in °C.
    public func settledTemperature(power: Double) -> Double {
        ambient + heatGain * power * (1 - efficiency) / decay
    }

    /// The heat gain with which a constant power settles `rise` °C above ambient, with these other parameters.
    public func heatGain(rise: Double, power: Double) -> Double {
        rise * decay / (power * (1 - efficiency))
    }
}
