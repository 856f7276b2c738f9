internal import AnalyticsTwin
internal import DeviceProfiles
internal import Telemetry

/// How a record keeps what a decision depended on.
extension DecisionInputs {
    func write(_ sections: inout RecordSections) {
        sections.add(.rule) { condition.rule.write(&$0) }
        sections.add(.found) { found(&$0) }
        sections.add(.policy) { writer in
            writer.write(askHubSeconds)
            writer.write(permission) { $1.write(&$0) }
            envelope.write(&writer)
        }
        if let action { sections.add(.action) { action.write(&$0) } }
        sections.add(.moment) { moment(&$0) }
        if let twin { sections.add(.twin) { twin.write(&$0) } }
        if let answer {
            sections.add(.answer) { writer in
                writer.write(word: answer.word)
                writer.write(answer.detail)
                writer.write(answer.waitedSeconds)
            }
        }
    }

    private func found(_ writer: inout SnapshotWriter) {
        writer.write(condition.threshold)
        writer.write(condition.score)
        writer.write(condition.statusIsAllowed)
        writer.write(heldSeconds)
        writer.write(conditionCounts)
        writer.write(UInt8(condition.facts.count))
        for fact in condition.facts {
            writer.write(fact.value) { $0.write($1) }
            writer.write(fact.hysteresisScale)
        }
    }

    private func moment(_ writer: inout SnapshotWriter) {
        writer.write(word: status)
        writer.write(isLatched)
        writer.write(hubReachable)
        writer.write(UInt16(clamping: openQuestions))
        writer.write(secondOfWeek)
        writer.write(power) { $0.write($1) }
        for count in [sent.ofAllInDay, sent.inHour, sent.inDay] { writer.write(UInt32(clamping: count)) }
        writer.write(sent.secondsSince) { $0.write($1) }
    }

    init(_ sections: RecordSections, evidence: [Decision.Evidence]) throws(SnapshotError) {
        var rule = try sections.reader(.rule)
        var found = try sections.reader(.found)
        var policy = try sections.reader(.policy)
        var moment = try sections.reader(.moment)
        condition = RuleInputs(
            rule: try AutonomyRule(&rule), threshold: try found.double(), score: try found.double(),
            evidence: evidence, statusIsAllowed: try found.bool())
        heldSeconds = try found.double()
        conditionCounts = try found.bool()
        for _ in 0..<min(Int(try found.number(UInt8.self)), PolicyCondition.atomsMax) {
            let value = try found.optionalDouble()
            condition.facts.append(AtomFact(value, hysteresisScale: try found.double()))
        }
        askHubSeconds = try policy.double()
        permission = try policy.optional { reader throws(SnapshotError) in try ActionPermission(&reader) }
        envelope = try Envelope(&policy)
        action = nil
        if var reader = try sections.optionalReader(.action) { action = try ActionDefinition(&reader) }
        status = try moment.word(MachineStatus.self)
        isLatched = try moment.bool()
        hubReachable = try moment.bool()
        openQuestions = Int(try moment.number(UInt16.self))
        secondOfWeek = try moment.double()
        power = try moment.optionalDouble()
        sent = SentCounts(
            ofAllInDay: Int(try moment.number(UInt32.self)), inHour: Int(try moment.number(UInt32.self)),
            inDay: Int(try moment.number(UInt32.self)), secondsSince: try moment.optionalDouble())
        twin = nil
        if var reader = try sections.optionalReader(.twin) { twin = try TwinBasis(&reader) }
        answer = nil
        if var reader = try sections.optionalReader(.answer) {
            let word = try reader.word(QuestionAnswer.Word.self)
            answer = QuestionAnswer(word, detail: try reader.text(), waitedSeconds: try reader.double())
        }
    }
}

extension DecisionOutcome {
    func write(_ sections: inout RecordSections) {
        sections.add(.outcome) { writer in
            writer.write(word: result)
            writer.write(word: action)
            writer.write(word: risk)
            writer.write(status) { $0.write(word: $1) }
            writer.write(command) { $0.write($1) }
            writer.write(numbers: arguments)
            writer.write(reason)
            writer.write(trial)
            writer.write(UInt8(steps.count))
            for step in steps {
                writer.write(word: step.kind)
                writer.write(word: step.verdict)
            }
        }
    }

    init(_ sections: RecordSections) throws(SnapshotError) {
        var reader = try sections.reader(.outcome)
        let result = try reader.word(Result.self)
        let action = try reader.word(Decision.Action.self)
        self.init(risk: try reader.word(Severity.self))
        self.result = result
        self.action = action
        status = try reader.optional { reader throws(SnapshotError) in try reader.word(MachineStatus.self) }
        command = try reader.optional { reader throws(SnapshotError) in try reader.text() }
        arguments = try reader.numbers()
        reason = try reader.text()
        trial = try reader.text()
        for _ in 0..<min(Int(try reader.number(UInt8.self)), DecisionStep.Kind.allCases.count) {
            let kind = try reader.word(DecisionStep.Kind.self)
            steps.append(DecisionStep(kind, try reader.word(DecisionStep.Verdict.self)))
        }
    }
}

extension TwinBasis {
    private static var parameterPaths: [WritableKeyPath<TwinParameters, Double>] {
        [
            \.heatGain, \.decay, \.ambient, \.efficiency, \.ratedPower, \.standbyPower, \.vibrationPerLoad,
            \.vibrationOnset, \.vibrationPerDegree, \.vibrationPerWear, \.fatigueOnset, \.fatigueRate, \.wearRate,
            \.stressRate, \.designLifeHours,
        ]
    }

    func write(_ writer: inout SnapshotWriter) {
        for path in Self.parameterPaths { writer.write(parameters[keyPath: path]) }
        writer.write(missedTemperature)
        writer.write(missedVibration)
        writer.write(state)
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        var parameters = TwinParameters()
        for path in Self.parameterPaths { parameters[keyPath: path] = try reader.double() }
        let temperature = try reader.double()
        let vibration = try reader.double()
        let basis = TwinBasis(
            parameters: parameters, state: try reader.blob(), missedTemperature: temperature,
            missedVibration: vibration)
        guard let basis else { throw .valueInvalid }
        self = basis
    }
}
