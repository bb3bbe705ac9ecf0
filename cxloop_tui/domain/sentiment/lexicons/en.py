"""What English words of praise and of complaint weigh."""

COMMON = """
a about after again all also am an and any are as at be because been before being but by can could did do does
doing down during each even every few for from get getting go going got had has have having he her here him his
how i if in into is it its just let like made make many me more most much my myself no not now of off on once
one only or other our out over own put really same she should since so some still such than that the their them
then there these they thing things this those through to too two under until up us very was we well were what
when where which while who why will with would yes you your i'm i've it's don't didn't can't won't that's isn't
wasn't couldn't doesn't they're we're
"""

NEGATORS = """
no not never none nor neither without cannot hardly barely nothing nobody nowhere isnt arent wasnt werent dont
doesnt didnt cant couldnt wont wouldnt shouldnt havent hasnt hadnt aint isn't aren't wasn't weren't don't
doesn't didn't can't couldn't won't wouldn't shouldn't haven't hasn't hadn't ain't lack lacks lacking
"""

BOOSTERS = """
very really so too extremely absolutely totally completely utterly incredibly highly always truly such quite
particularly especially exceptionally insanely super deeply
"""

TURNS = "but however although though yet nevertheless except unfortunately"

WEIGHTS = {
    3: """
        brill excellent outstanding amazing fantastic wonderful superb brilliant perfect perfectly flawless
        exceptional awesome marvellous marvelous magnificent incredible delighted thrilled faultless phenomenal
        second_to_none above_and_beyond can't_fault cannot_fault cant_fault could_not_fault couldn't_fault
        no_complaints five_star 5_star 10/10 best
    """,
    2: """
        put_my_mind_at_rest put_my_mind_at_ease very_well no_need_for_improvement no_room_for_improvement great
        love loved loves lovely impressed impressive recommend recommended recommending happy pleased superior
        reassuring reassured caring compassionate kind kindness thank thanks thankyou grateful gratitude
        appreciate appreciated appreciative enjoy enjoyed enjoyable pleasant excellently beautifully seamless
        hassle_free no_problem no_problems no_issues no_issue no_hassle no_fuss nothing_to_improve
        nothing_could_be_improved not_bad treated_with_respect very_good really_good first_class top_notch
        spot_on well_done keep_up keep_it_up nothing_was_too_much nothing_too_much cheerful wonderfully
        satisfied
    """,
    1: """
        quicker faster cheaply lovely_to listening good nice friendly helpful helped helps polite politely
        courteous professional professionally professionalism efficient efficiently efficiency quick quickly
        fast prompt promptly easy easily simple smooth smoothly clear clearly comfortable comfortably clean
        attentive patient understanding supportive support supported knowledgeable informative reliable
        reliability affordable cheap cheaper value worth better improved useful respectful respect calm calming
        relaxed welcoming welcomed warm safe glad fine ok okay positive satisfactory satisfying straightforward
        convenient listened thorough honest dedicated skilled trust trusted care cared considerate competent
        confident explained on_time well_informed hard_working well_organised well_organized fun interesting
        speedy responsive works_well worked_well at_ease put_me_at_ease got_through sorted resolved ease gentle
        effective good_service effortless valued enough_time time_to_listen
    """,
    -1: """
        slowest sluggish jerky unstable unresponsive hang hangs tired_of regret regretting unimpressed forced
        shame still_no still_not still_cannot still_can_t still_haven_t still_have_no still_waiting_for was_told
        got_told were_told no_call_back call_back called_back not_installed not_connected hasn't_been not_been
        not_as_promised as_promised promised supposed incorrect not_doing didn't_fulfill dumb dumbest
        never_works only_getting just_to_get took_so_long takes_so_long have_to_keep having_to_keep longer
        contradictory not_safe not_anymore not_any_more no_longer irrelevant unnecessary slow slowly slower wait
        waiting waited delay delays delayed late problem problems issue issues difficult difficulty hard
        confusing confused unclear complicated expensive overpriced pricey costly fault faults faulty error
        errors bug bugs buggy wrong wrongly fail failed fails failing failure lost lose losing missing missed
        cancel cancelled canceled cancelling complain complained complaint complaints unhappy disappointed
        disappointing disappointment dissatisfied unsatisfied unhelpful unable unreliable unprofessional
        unfriendly poor poorly average mediocre drop drops dropped dropping crash crashes crashed crashing
        freeze freezes freezing laggy lag lags stopped stuck broken breaks dirty cold noisy crowded rushed
        chased chasing chase charged overcharged hidden_charges refund sorry concerned worried worry stress
        stressed stressful annoyed annoying irritating frustrated frustrating frustration bad badly worse lack
        lacking lacks ignored mistake mistakes misleading mislead misled inconsistent inconvenience inconvenient
        hung_up cut_off no_one nobody not_enough could_be_better should_be_better needs_improvement
        need_to_improve not_working doesn't_work doesnt_work does_not_work didn't_work don't_work wont_work
        won't_work won't_open can't_open won't_load can't_use stopped_working still_waiting no_response no_reply
        no_answer never_arrived not_received passed_around passed_from messed engineer_didn't pushed rude_staff
        short_staffed understaffed shortage impersonal boring weak uncomfortable pain painful too_long long_time
        long_wait hours_on on_hold took_ages takes_ages took_forever takes_forever several_times so_many_times
        multiple_times twice struggle struggled struggling unanswered unresolved outdated uninstall uninstalled
        uninstalling deleted trouble troubles instead vague inefficient upset unacceptably no_internet
        no_service no_phone no_signal keeps_going error_message clunky
    """,
    -2: """
        ripoff lying_to laughable suckd suks wrost hell moron morons idiot idiots bekar terrible horrible awful
        appalling dreadful disgusting disgraceful disgrace unacceptable atrocious abysmal pathetic ridiculous
        shocking shambles useless hopeless incompetent incompetence rude rudely nightmare joke hate hated hates
        angry furious lied lie lies liar liars lying scam rubbish garbage trash crap shit sucks suck sucked fuck
        fucking bullshit mess chaos chaotic insulting disrespectful dishonest neglected neglect ripped_off
        rip_off waste wasted waste_of_time waste_of_money never_again avoid stay_away dismissive dismissed
        unsafe diabolical worst very_poor extremely_poor really_poor no_help_at_all customer_service_is_poor
        let_down do_not_recommend would_not_recommend wouldn't_recommend don't_recommend not_recommend
        not_good_enough not_acceptable nothing_but_problems not_happy disrupted horrendous unusable inexcusable
        outrageous left_without without_internet fraud fraudulent
    """,
}
