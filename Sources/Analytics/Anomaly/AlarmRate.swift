/// Holds the rate of alarms that was asked for: offsets under which normal readings pass the limit just so often.
///
/// A quantile followed by stochastic approximation (Robbins and Monro 1951): each reading without alarm lowers an
/// offset a little, each with one raises it by as much as the rate asks, so that it comes to rest where the part of
/// alarms is the rate. The alarm's own offset moves fast, because a machine that warms up would alarm for an hour;
/// that of the score moves slowly, so that scores of one day can be compared.
///
/// Alarms wait here until they are over: a run of at most 64 was chance and is counted. A longer one is a fault and
/// moves the offsets by a thousandth of a step a reading, a decade in 10 000 readings: a limit that moved away from
/// every fault would be worth nothing, and one that never moved would alarm for ever after a change of product. The
/// less has been seen, the sooner: a detector of ten minutes knows little of what is normal.
/// What comes again and again is no fault but another way of running (half an hour at full load, half an hour at idle):
/// a fault that ends, with 64 readings in a row that are quiet, doubles the pace at which the next one of the day is
/// learned, so that the fifth is learned as it comes.
/// A machine that drifts goes past the limit slowly, a fault goes far beyond it: so what is beyond by less than a
/// decade is counted for a fifth at once, without waiting.
struct AlarmRate: Sendable, Equatable {
    /// The longest run of alarms that is counted.
    static let chanceMax: UInt32 = 64
    /// How far the offsets may go, in decades.
    static let range = -1.0...4.0
    /// A fault is learned at this part of the pace, or at as many times that as `paceMax` says.
    static let paceInFault = 1.0 / 16
    static let paceMax = 16.0
    /// Readings after which a fault counts for 1/e: a day at one in 2 s.
    private static let memoryReadings = 43_200.0
    private static let alarmGain = 0.1
    private static let scoreGain = 0.005
    private static let stepInFault = 1.0 / 1_024
    private static let stepInFaultYoung = 16.0
    private static let stepNear = 0.2
    private static let nearDecades = 1.0

    /// Decades that are taken off before a reading alarms.
    var alarmOffset = 0.0
    /// Decades that are taken off the score.
    var scoreOffset = 0.0
    /// Readings of the run of alarms that is going on.
    var run: UInt32 = 0
    /// Those of them that were counted at once.
    var near: UInt32 = 0
    /// Quiet readings in a row since the last fault, up to `chanceMax`, when it is over.
    var quiet = AlarmRate.chanceMax
    /// The pace of learning in the next fault, in parts of `paceInFault`; 1 when there were none lately.
    var faultPace = 1.0

    /// Whether the run is long enough to be a fault.
    var isFault: Bool { run > Self.chanceMax }

    /// The part at which a reading is learned now.
    var pace: Double { isFault ? Self.paceInFault * faultPace : 1 }

    /// Counts a reading, by how many decades it is beyond the limit; `rate` is the part that may alarm.
    ///
    /// `seen` is how many readings there were.
    mutating func count(beyond: Double, rate: Double, seen: UInt32) {
        faultPace -= (faultPace - 1) / Self.memoryReadings
        guard beyond > 0 else { return countQuiet(rate: rate) }
        run = min(run + 1, .max - 1)
        if isFault || quiet < Self.chanceMax { quiet = 0 }
        if beyond < Self.nearDecades {
            near = min(near + 1, .max - 1)
            move(Self.stepNear)
        } else if isFault {
            move(faultPace * max(Self.stepInFault, Self.stepInFaultYoung / Double(max(1_024, seen))))
        }
    }

    private mutating func countQuiet(rate: Double) {
        if run > 0, !isFault { move(Double(run) * (1 - rate) - Double(near) * Self.stepNear) }
        run = 0
        near = 0
        if quiet < Self.chanceMax {
            quiet += 1
            if quiet == Self.chanceMax { faultPace = min(Self.paceMax, 2 * faultPace) }
        }
        move(-rate)
    }

    private mutating func move(_ steps: Double) {
        alarmOffset = Self.held(alarmOffset + Self.alarmGain * steps)
        scoreOffset = Self.held(scoreOffset + Self.scoreGain * steps)
    }

    private static func held(_ offset: Double) -> Double {
        max(range.lowerBound, min(range.upperBound, offset))
    }
}
