/// What the doctor found about one thing.
struct DoctorFinding {
    enum Verdict: String {
        case ok = "ok"
        case warn = "warn"
        case fail = "fail"

        var rank: Int32 {
            switch self {
            case .ok: 0
            case .warn: 1
            case .fail: 2
            }
        }
    }

    var subject: String
    var verdict: Verdict
    /// What was found and, when it is not well, what to do.
    var text: String

    init(_ subject: String, _ verdict: Verdict, _ text: String) {
        self.subject = subject
        self.verdict = verdict
        self.text = text
    }
}
