extension TwinParameters {
    /// These parameters with each that no machine has replaced by its default.
    ///
    /// A profile's are checked, with a message, where they are read; this holds for any that come another way.
    package var sound: TwinParameters {
        let usual = TwinParameters()
        var sound = self
        func mend(_ field: WritableKeyPath<TwinParameters, Double>, _ range: ClosedRange<Double>) {
            if !range.contains(sound[keyPath: field]) { sound[keyPath: field] = usual[keyPath: field] }
        }
        mend(\.heatGain, 0...1_000)
        mend(\.decay, 1e-9...10)
        mend(\.ambient, -90...200)
        mend(\.efficiency, 0.001...0.999_999)
        mend(\.ratedPower, 1e-6...1e6)
        mend(\.standbyPower, 0...1e6)
        mend(\.vibrationPerLoad, 0...1_000)
        mend(\.vibrationOnset, -90...1_500)
        mend(\.vibrationPerDegree, 0...1_000)
        mend(\.vibrationPerWear, 0...1_000)
        mend(\.fatigueOnset, -90...1_500)
        mend(\.fatigueRate, 0...1)
        mend(\.wearRate, 0...1)
        mend(\.stressRate, 0...1)
        mend(\.designLifeHours, 1...1e7)
        return sound
    }
}
