internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What the hub answers to decisions that ask it.
extension PlantLoop {
    /// Takes the answer in a machine's document to a question that is open: the field `answer` says
    /// `allow` or `refuse`, a space and the decision's id.
    ///
    /// Any other text, and an answer to a question that is not open any more, changes nothing.
    func takeAnswer(in document: Document, of watch: MachineWatch) {
        guard !watch.guardian.openQuestions.isEmpty,
            let words = document.value(of: FieldPath(known: "answer"), by: store.policies)?.text?.split(separator: " "),
            words.count == 2, words[0] == "allow" || words[0] == "refuse",
            let question = watch.guardian.openQuestions.first(where: { "\($0)" == words[1] })
        else { return }
        let actor = document.siblings(of: FieldPath(known: "answer")).max { $0.label < $1.label }?.actor ?? "hub"
        var wanted: [AutonomyEffect] = []
        watch.guardian.answer(
            question, isAllowed: words[0] == "allow", by: actor, context: &context, effects: &wanted)
        record(wanted, of: watch)
        noteChange(of: watch)
    }

    /// Takes back the agent's own starts of machines that were latched meanwhile and that have not left.
    func withdrawLatchedStarts() {
        for waiting in commands.waiting where hubCommands[waiting.action.id] == nil {
            guard let index = router.index(of: waiting.action.machine), index < watches.count,
                watches[index].guardian.isLatched,
                watches[index].guardian.starts(waiting.action.name, with: nil, at: now)
            else { continue }
            commandsChanged = true
            record(
                commands.withdraw(
                    waiting.action.id, code: "COMMAND_LATCHED", why: "a safety latch is set", context: &context),
                of: nil)
        }
    }
}
