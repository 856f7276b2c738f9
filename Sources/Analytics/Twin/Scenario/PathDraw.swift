/// One machine as it may be: parameters drawn from what was calibrated, within what a machine can have.
struct PathDraw {
    var temperature: Double
    var rise: Double
    var ambient: Double
    var decay: Double
    var perLoad: Double
    var offset: Double
    var wear: Double
    var wearRate: Double
}
