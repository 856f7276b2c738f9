internal import Runtime

extension CalibratedTwin {
    /// Lets as many machines as are asked for go through a scenario, and tells what becomes of them.
    ///
    /// Each path is a machine drawn from the joint distribution of what was calibrated (temperature, gain, ambient,
    /// decay; part of the load, offset and growth of the vibration), with a load that varies about its mean; each step
    /// solves the equations of `Twin`. All begin at what the twin has aged. A thousand paths of a year in hours take
    /// less than a second; memory is 20 bytes for each path and point. The same twin, options and seed give the same
    /// result. `progress` is told how many paths of all are through, after every four.
    ///
    /// - Throws: `ScenarioError` for an option outside its range.
    public func run(
        _ conditions: ScenarioConditions, options: ScenarioOptions,
        progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws(ScenarioError) -> ScenarioForecast {
        try options.validate(conditions)
        let steps = max(1, Int((options.hours / options.stepHours).rounded()))
        let course = PathBlock.Course(
            parameters: profile, loads: conditions.load.means(of: steps, hours: options.stepHours),
            stepHours: options.stepHours, noise: options.loadNoise)
        var samples = PathSamples(steps: steps, pointsMax: options.pointsMax, paths: options.paths)
        var random = SeededRandom(seed: options.seed)
        let drawing = PathDrawing(self)
        for first in stride(from: 0, to: options.paths, by: 4) {
            let draws = (0..<4).map { _ in drawing.draw(&random) }
            var block = PathBlock(
                draws, state: twin.state, conditions: conditions, course: course, random: &random)
            samples.begin(paths: first..<min(first + 4, options.paths))
            samples.take(block, step: 0)
            for step in 1...steps {
                block.step(step)
                if step == samples.next { samples.take(block, step: step) }
            }
            samples.end(block)
            progress(min(first + 4, options.paths), options.paths)
        }
        return samples.forecast(course: course, conditions: conditions, options: options)
    }
}
