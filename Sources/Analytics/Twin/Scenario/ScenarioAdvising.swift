/// Turns what the paths of a scenario pass into what to do.
///
/// One path in ten is enough to act upon: advice stands where at least that many pass a mark.
struct ScenarioAdvising {
    let parameters: TwinParameters
    let conditions: ScenarioConditions
    let hours: Double
    let passages: [ScenarioPassage]

    var advice: [ScenarioAdvice] {
        var found: [ScenarioAdvice] = []
        if let passage = reached(.critical) {
            found.append(
                advice(.stopBefore, passage, "health falls to 60 % and the machine is CRITICAL: stop it before that"))
        }
        if let passage = reached(.bearingEnd) {
            found.append(advice(.replaceBearing, passage, "the bearing is worn out: replace it before that"))
        }
        if let passage = reached(.endOfLife) {
            found.append(advice(.planReplacement, passage, "the remaining life is used up: plan the replacement"))
        }
        if let passage = reached(.fatigueOnset) {
            let onset = Self.rounded(parameters.fatigueOnset)
            let way = conditions.cooling < 1 ? "restore the cooling" : "improve the cooling or reduce the load"
            found.append(
                advice(.improveCooling, passage, "it is over \(onset) °C, from which on heat tires it: \(way)"))
        }
        if conditions.load.greatest > parameters.ratedPower {
            let (most, rated) = (Self.rounded(conditions.load.greatest), Self.rounded(parameters.ratedPower))
            found.append(
                ScenarioAdvice(
                    code: .reduceLoad, text: "the load of up to \(most) kW is above the \(rated) kW on its plate",
                    withinHours: 0))
        }
        if let passage = reached(.warning), reached(.critical) == nil {
            found.append(advice(.planMaintenance, passage, "health falls to 80 %: plan maintenance"))
        }
        if found.isEmpty {
            let text = "nothing is passed within \(Self.rounded(hours)) h: keep it running"
            found.append(ScenarioAdvice(code: .keepRunning, text: text, withinHours: nil))
        }
        return found
    }

    private func reached(_ mark: ScenarioPassage.Mark) -> ScenarioPassage? {
        passages.first { $0.mark == mark && $0.early != nil }
    }

    private func advice(_ code: ScenarioAdvice.Code, _ passage: ScenarioPassage, _ what: String) -> ScenarioAdvice {
        let half = passage.median.map { ", half of them after \(Self.rounded($0)) h" } ?? ""
        let early = passage.early ?? 0
        let share = Self.rounded(passage.share * 100)
        let when = "after \(Self.rounded(early)) h in one path of ten\(half); \(share) % in all"
        return ScenarioAdvice(code: code, text: "\(what) (\(when))", withinHours: early)
    }

    /// A number with at most one decimal.
    private static func rounded(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() && abs(tenths) < 1e15 ? "\(Int(tenths))" : "\(tenths)"
    }
}
