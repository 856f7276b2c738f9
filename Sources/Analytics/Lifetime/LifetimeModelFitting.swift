internal import Runtime

extension LifetimeModel {
    /// Parts that the units are dealt into, to measure each by trees that have not seen it.
    private static let folds = 5

    /// Learns from units that ran to their end, the last cycle of each being its last.
    ///
    /// Units that ran for less than `LifetimeLimits.cyclesMin` cycles are left out. Bands and error come from five
    /// further models, each of which has not seen a fifth of the units.
    ///
    /// - Throws: `LifetimeError` when there are too few units, nothing varies, or an option is out of range;
    ///   `CancellationError` when the task is cancelled.
    /// - Precondition: the units have a value for each sensor in each cycle.
    public static func fit(
        _ units: [UnitHistory], sensors: [String], unitColumn: String = "unit", cycleColumn: String = "cycle",
        options: LifetimeOptions = LifetimeOptions()
    ) throws -> LifetimeModel {
        try learn(units, sensors: sensors, unitColumn: unitColumn, cycleColumn: cycleColumn, options: options).model
    }

    /// The same, and what further models said of the cycles of units that they had not seen, beside the truths.
    ///
    /// `progress` is told how many trees of all have grown, after each.
    public static func learn(
        _ units: [UnitHistory], sensors: [String], unitColumn: String, cycleColumn: String, options: LifetimeOptions,
        progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws -> (model: LifetimeModel, unseen: [LifetimeTrial]) {
        try options.check()
        guard (1...LifetimeLimits.channelsMax).contains(sensors.count) else {
            throw LifetimeError.outOfRange("columns", "1 to \(LifetimeLimits.channelsMax)")
        }
        let units = units.filter { $0.cycles.count >= LifetimeLimits.cyclesMin }
        guard units.count >= LifetimeLimits.unitsMin else { throw LifetimeError.tooFewUnits(units.count) }
        guard let scale = ChannelScale(units: units, width: sensors.count, cap: options.cap) else {
            throw LifetimeError.nothingVaries
        }
        let width = ChannelTrends.width(channels: scale.channels)
        let rows = units.reduce(0) { $0 + $1.cycles.count }
        guard rows * width <= LifetimeLimits.inputsMax else {
            throw LifetimeError.outOfRange("cycles times sensors", "at most \(LifetimeLimits.inputsMax / 4)")
        }
        var (values, truths, owners): ([Float], [Float], [Int]) = ([], [], [])
        for (index, unit) in units.enumerated() {
            values += scale.inputs(of: unit, width: sensors.count)
            let end = unit.cycles[unit.cycles.count - 1]
            truths += unit.cycles.map { Float(min(options.cap, end - $0)) }
            owners += repeatElement(index, count: unit.cycles.count)
        }
        let inputs = BinnedInputs(values, inputs: width)
        let all = options.trees * (1 + folds)
        let trees = try BoostedGrowing.grown(inputs, truths: truths, rows: Array(0..<rows), options: options) {
            progress($0, all)
        }
        let said = try unseen(inputs, values, truths, owners, options) { progress(options.trees + $0, all) }
        let square = zip(said, truths).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
        let model = LifetimeModel(
            sensors: sensors, unitColumn: unitColumn, cycleColumn: cycleColumn, cap: options.cap,
            error: (square / Double(rows)).squareRoot(), scale: scale, trees: trees,
            bands: LifeBands(said: said, truths: truths.map { Double($0) }))
        return (model, zip(said, truths).map { LifetimeTrial(said: $0, truth: Double($1)) })
    }

    /// What is said of each row by trees that have not seen its unit.
    private static func unseen(
        _ inputs: BinnedInputs, _ values: [Float], _ truths: [Float], _ owners: [Int], _ options: LifetimeOptions,
        _ progress: (Int) -> Void
    ) throws -> [Double] {
        var random = SeededRandom(seed: options.seed)
        var deal = Array(0...(owners.last ?? 0))
        deal.shuffle(using: &random)
        var said = [Double](repeating: 0, count: owners.count)
        for fold in 0..<folds {
            let seen = owners.indices.filter { deal[owners[$0]] % folds != fold }
            let trees = try BoostedGrowing.grown(inputs, truths: truths, rows: seen, options: options) {
                progress(fold * options.trees + $0)
            }
            for row in owners.indices where deal[owners[row]] % folds == fold {
                let value = trees.value(values[row * inputs.inputs..<(row + 1) * inputs.inputs])
                said[row] = max(0, min(options.cap, value))
            }
        }
        return said
    }
}
